FROM registry.example.com/acme/none:1
RUN true
USER 1000:1000
