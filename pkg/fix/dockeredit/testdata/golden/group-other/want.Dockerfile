FROM node:22
USER 1000:100
CMD ["node"]
