FROM node-as-name:22
USER root
RUN apt-get update
USER 1000:1000
CMD ["node"]
