FROM node:22
user 1000:1000
cmd ["node"]
