FROM node:22
USER root
WORKDIR /srv
USER 1000:1000
CMD ["node"]
