FROM node:22
RUN chmod u+s /usr/bin/env
USER 1000
CMD ["node"]
