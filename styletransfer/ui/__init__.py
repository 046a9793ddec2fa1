"""Building blocks of the studio's pages; the only layer that speaks Streamlit."""
