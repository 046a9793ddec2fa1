# Build for a CPU or for CUDA: PIP_EXTRA is passed to pip when it installs torch. Name PyTorch's CPU index there for a
# small image (see README); left empty, pip takes the registry's default wheel, which on Linux brings CUDA along.
FROM python:3.12-slim

ARG PIP_EXTRA=""

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    STYLETRANSFER_DATA=/data \
    STYLETRANSFER_MODELS=/data/models

WORKDIR /studio

COPY packages.txt ./
RUN apt-get update \
    && xargs -r apt-get install -y --no-install-recommends < packages.txt \
    && rm -rf /var/lib/apt/lists/* \
    && ln -s "$(find /usr/lib -name 'libtcmalloc_minimal.so.4' | head -n 1)" /usr/local/lib/libtcmalloc_minimal.so.4

COPY requirements.txt ./
RUN pip install --no-cache-dir ${PIP_EXTRA} "$(grep '^torch>' requirements.txt)" \
    && pip install --no-cache-dir -r requirements.txt

# Set after the installation, so that only the studio runs with it.
ENV LD_PRELOAD=/usr/local/lib/libtcmalloc_minimal.so.4

COPY . .

RUN useradd --create-home --uid 1000 studio \
    && mkdir -p /data/models \
    && chown -R studio:studio /data
USER studio

VOLUME /data
EXPOSE 8501

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]

CMD ["python", "-m", "streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true"]
