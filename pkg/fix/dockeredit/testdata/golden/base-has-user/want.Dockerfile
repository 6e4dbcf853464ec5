FROM node:22
WORKDIR /app
COPY . .
RUN npm ci
USER 1000:1000
CMD ["node", "server.js"]
