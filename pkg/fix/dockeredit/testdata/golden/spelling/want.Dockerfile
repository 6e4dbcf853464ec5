FROM node:22
USER 1000:node
CMD ["node"]
