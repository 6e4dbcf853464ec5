FROM python:3.13
# not root
USER app
