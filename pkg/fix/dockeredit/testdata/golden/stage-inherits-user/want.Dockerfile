FROM node:22 AS base
USER 1000:1000

FROM base AS dev
RUN npm ci

FROM base
COPY --from=dev /app /app
CMD ["node"]
