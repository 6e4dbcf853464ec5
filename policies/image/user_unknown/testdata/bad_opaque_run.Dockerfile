FROM registry.example.com/acme/none:1
RUN /opt/make-users
USER app
