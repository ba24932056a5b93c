# One image for server and worker: run `src/server.ts` or `src/worker.ts`, with the same memory option as `npm start`.
FROM node:24-bookworm-slim

# For sandboxes (bubblewrap, util-linux), and the browser that checks the built pages.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends bubblewrap ca-certificates chromium fonts-liberation util-linux \
  && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npx prisma generate

ENV MALLOC_ARENA_MAX=2 NODE_ENV=production HOST=0.0.0.0 ARTIFACTS=/data/artifacts OLLIO_CACHE=/data/cache
VOLUME /data
EXPOSE 3000 3001
CMD ["node", "--max-semi-space-size=4", "src/server.ts"]
