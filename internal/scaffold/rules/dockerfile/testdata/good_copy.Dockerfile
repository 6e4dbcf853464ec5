FROM scratch
COPY api /bin/api
USER 1000:1000
