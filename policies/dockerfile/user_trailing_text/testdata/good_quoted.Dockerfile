FROM scratch
ARG U="1000"
USER "${U}"
