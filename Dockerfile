# Server and worker are the same image: `src/server.ts` or `src/worker.ts`, with the same memory limits as `npm start`.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY prisma prisma
COPY prisma.config.ts ./
RUN npx prisma generate && npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
# bubblewrap and util-linux run the sandboxes; Chromium opens the built pages; git reads repositories.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends bubblewrap ca-certificates chromium fonts-liberation git util-linux \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json app.yml ./
COPY scripts/migrate.ts scripts/worker-health.ts scripts/
COPY prisma/migrations prisma/migrations
COPY sandbox-templates sandbox-templates
COPY src src
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/src/adapters/prisma/generated src/adapters/prisma/generated

ENV MALLOC_ARENA_MAX=2 NODE_ENV=production HOST=0.0.0.0 ARTIFACTS=/data/artifacts OLLIO_CACHE=/data/cache
VOLUME /data
EXPOSE 3000 3001
CMD ["node", "--max-semi-space-size=4", "src/server.ts"]
