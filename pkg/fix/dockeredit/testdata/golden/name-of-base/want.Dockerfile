FROM node-as-name:22
USER 1000:1000
CMD ["node"]
