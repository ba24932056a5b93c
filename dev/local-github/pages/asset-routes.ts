import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { pictureType } from '#src/domain/agent/picture-type.ts'
import { notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { userRow } from '../store/row-types.ts'
import { SCRIPT } from './asset-links.ts'
import { emojiSvg } from './issues/emoji.ts'
import { STYLE } from './style/style.ts'

const FOR_GOOD = { 'Cache-Control': 'max-age=31536000, immutable' }
const FOR_AN_HOUR = { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'max-age=3600' }

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#14713d"/><path d="M10 9v14M10 18c8 0 12-2 12-8" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/><circle cx="22" cy="9" r="3" fill="#fff"/></svg>'

export function assetRoutes(hub: Hub): Hono {
  const routes = new Hono()

  routes.get('/_assets/style.css', (c) => c.body(STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8', ...FOR_GOOD }))

  routes.get('/_assets/live.js', (c) => c.body(SCRIPT, 200, { 'Content-Type': 'text/javascript; charset=utf-8', ...FOR_GOOD }))

  routes.get('/_assets/icon.svg', (c) => c.body(ICON, 200, FOR_AN_HOUR))

  routes.get('/_assets/emoji/:file{[a-z-]+\\.svg}', (c) => {
    const svg = emojiSvg(c.req.param('file').replace(/\.svg$/, ''))
    if (svg === null) throw notFound()
    return c.body(svg, 200, FOR_AN_HOUR)
  })

  routes.get('/user-attachments/assets/:id{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}}', async (c) => {
    const bytes = await readFile(path.join(hub.attachmentsFolder, c.req.param('id'))).catch(() => null)
    if (bytes === null) throw notFound()
    return c.body(new Uint8Array(bytes), 200, { 'Content-Type': pictureType(bytes) ?? 'application/octet-stream', ...FOR_GOOD })
  })

  // An initial on the user's color; bots are square.
  routes.get('/avatars/:id{[0-9]+}', async (c) => {
    const user = hub.store.get(userRow, 'SELECT * FROM users WHERE id = ?', Number(c.req.param('id')))
    if (user === undefined) throw notFound()
    const letter: string = await html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">
      <rect width="40" height="40" rx="${user.type === 'User' ? 20 : 9}" fill="hsl(${(user.id * 67 + 140) % 360} 42% 36%)" />
      <text x="20" y="27.5" font-family="sans-serif" font-size="21" font-weight="600" text-anchor="middle" fill="#fff">
        ${user.login.slice(0, 1).toUpperCase()}
      </text>
    </svg>`
    return c.body(letter, 200, FOR_AN_HOUR)
  })

  return routes
}
