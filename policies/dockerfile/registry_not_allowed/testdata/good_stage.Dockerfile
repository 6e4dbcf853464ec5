FROM registry.example.com/acme/base:1 AS base
FROM base
USER 1000:1000
