FROM registry.example.com/acme/none:1
USER $APP_UID
