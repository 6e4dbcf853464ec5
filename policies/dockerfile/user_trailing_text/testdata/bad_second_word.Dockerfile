FROM scratch
USER app app
