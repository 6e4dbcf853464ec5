FROM node:22
# ÿþ café
LABEL a=ÿþ
USER node # ÿÿ no
CMD ["node"]
