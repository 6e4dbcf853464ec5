FROM node:22
RUN groupadd --gid 20000 app && useradd --uid 20000 --gid 20000 --create-home app
USER 20000:20000
CMD ["node"]
