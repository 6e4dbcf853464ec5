FROM registry.example.com/acme/api
COPY --chmod=0750 --chown=app:app <<run /app/
#!/bin/true
run
USER 1001
ENTRYPOINT ["/app/run"]
