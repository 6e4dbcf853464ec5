FROM node:22 AS build
RUN npm ci
FROM node:22
USER 1000
CMD ["node"]
