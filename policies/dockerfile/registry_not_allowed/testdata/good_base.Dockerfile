FROM registry.example.com/acme/base:1
USER 1000:1000
