# One file for the image of each service:
#   docker build --build-arg SERVICE=puller --tag fovea/puller .
# SERVICE is a folder of src: api-server, scheduler, puller, ingester, response-readers, simulator.
# BASE may be any Debian with python3 (3.11 or newer), its venv module and ca-certificates. Deliveries name it with
# its digest.
ARG BASE=python:3.11.13-slim-bookworm

# hadolint ignore=DL3006
FROM ${BASE} AS build
ARG SERVICE
WORKDIR /source
COPY requirements/runtime.txt requirements/left-out.in requirements/
COPY scripts/install-service scripts/service_packages.py scripts/
COPY src/common/pyproject.toml src/common/
COPY src/${SERVICE}/pyproject.toml src/${SERVICE}/
RUN scripts/install-service "${SERVICE}" /opt/fovea packages
COPY src/common src/common
COPY src/${SERVICE} src/${SERVICE}
RUN scripts/install-service "${SERVICE}" /opt/fovea ours

# hadolint ignore=DL3006
FROM ${BASE}
ARG SERVICE
ARG VERSION=unknown
LABEL org.opencontainers.image.title="fovea/${SERVICE}" org.opencontainers.image.version="${VERSION}"
COPY --from=build /opt/fovea /opt/fovea
# Only /tmp is written to, so the root file system may be read-only: numba keeps compiled code there, gunicorn its
# heartbeat.
ENV PATH=/opt/fovea/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    NUMBA_CACHE_DIR=/tmp/numba \
    SERVICE=${SERVICE} \
    FOVEA_HOST=0.0.0.0 \
    FOVEA_INTERNAL_HOST=0.0.0.0 \
    FOVEA_HEALTH_HOST=0.0.0.0 \
    FOVEA_HEALTH_PORT=8440 \
    FOVEA_SIMULATOR_HOST=0.0.0.0 \
    FOVEA_SIMULATOR_DATA_FOLDER=none
# A number and no name: clusters that insist on users other than root can tell. A volume gets the permissions that its
# folder has here: without this, Fargate's would belong to root.
USER 10001:10001
WORKDIR /tmp
VOLUME ["/tmp"]
STOPSIGNAL SIGTERM
# 8400 public API, 8401 internal API; 8410 simulator; 8440 health of the others
EXPOSE 8400 8401 8410 8440
HEALTHCHECK --interval=15s --timeout=6s --start-period=60s --retries=3 CMD ["python", "-m", "fovea.probe"]
CMD ["sh", "-c", "exec python -m \"$(echo \"$SERVICE\" | tr - _)\""]
