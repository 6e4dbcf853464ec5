FROM node:22
USER 1000
RUN npm ci
USER root
RUN groupadd --gid 1500 app && useradd --uid 1500 --gid 1500 --create-home app
USER 1500
CMD ["node"]
