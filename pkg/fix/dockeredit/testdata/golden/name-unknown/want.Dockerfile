FROM python:3.13
USER app
CMD ["python"]
