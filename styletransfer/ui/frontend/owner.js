// Keeps the visitor's id in a first-party cookie. A valid id that is already there wins.
export default function ({ data, setStateValue }) {
  const { cookie, owner, pattern, age } = data;
  const found = document.cookie
    .split("; ")
    .filter((pair) => pair.startsWith(`${cookie}=`))
    .map((pair) => pair.slice(cookie.length + 1))
    .find((value) => new RegExp(pattern).test(value));
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${cookie}=${found ?? owner}; Max-Age=${age}; Path=/; SameSite=Strict${secure}`;
  if (found && found !== owner) setStateValue("owner", found);
}
