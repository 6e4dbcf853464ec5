FROM node:22 AS base
USER root
RUN apt-get update

FROM base
COPY --chown=node:node . /srv
USER 1000:1000
CMD ["node"]
