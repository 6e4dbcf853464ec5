FROM registry.example.com/acme/none:1
RUN true
