FROM registry.example.com/acme/none:1
USER 1000
