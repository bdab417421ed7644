# The product as one image: the API with the pages, the workers and the migrations are the same files under different commands.
# The workflows are bundled here, so that a worker starts without a bundler and two workers of one image run the same code.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node_modules/.bin/vite build web --logLevel warn
RUN node scripts/bundle-workflows.ts dist/workflow-bundle.js

FROM node:24-bookworm-slim AS run
ENV NODE_ENV=production
ENV TIEOUT_HOME=/data
ENV TIEOUT_HOST=0.0.0.0
ENV TIEOUT_WORKFLOW_BUNDLE=/app/dist/workflow-bundle.js
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY --from=build /app/web/dist web/dist
COPY --from=build /app/dist dist
COPY activities activities
COPY api api
COPY connectors connectors
COPY db db
COPY domain domain
COPY platform platform
COPY sandbox sandbox
COPY scripts scripts
COPY workers workers
COPY workflows workflows
COPY temporal.config.ts temporal.config.ts
RUN mkdir -p /data && chown node /data
USER node
VOLUME /data
EXPOSE 4700
CMD ["node", "api/server.ts"]
