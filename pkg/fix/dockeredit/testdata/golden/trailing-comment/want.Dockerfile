FROM node:22
CMD ["node"]
  # not root
  USER 1000
