# The E2B sandbox for React repositories; `npm run template:build` builds it from the parent folder. It has the same layout as local
# sandboxes: packages in /node_modules, above the workspace (or the repository's own there and these in /template/node_modules), compile tools in /template, the workspace of `user` in /workspace.
FROM node:24-bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates git procps && rm -rf /var/lib/apt/lists/*
COPY react/package.json react/package-lock.json /template/
RUN cd /template && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && mv node_modules /node_modules
COPY react/compile-page /template/compile-page
COPY react/primitives /template/primitives
COPY react/compile_page.sh /template/
RUN chmod 755 /template/compile_page.sh && chown -R root:root /template /node_modules && chmod -R go=u-w /template /node_modules && mkdir /template/node_modules /modules
RUN (id user > /dev/null 2>&1 || useradd --create-home user) && mkdir -p /workspace/node_modules && chown -R user:user /workspace
