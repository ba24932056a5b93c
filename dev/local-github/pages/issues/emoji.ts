import { raw } from 'hono/html'
import type { Html } from '../html.ts'

const FACE = '<circle cx="12" cy="12" r="10" fill="#f5c244"/>'
const THUMB =
  '<path d="M2 11h4v10H2zM8 21V11l4-9c2 0 3 1.5 2.6 3.2L14 9h5.5A2.5 2.5 0 0 1 22 12l-1.5 7a2.5 2.5 0 0 1-2.5 2z" fill="#e8a33d"/>'

/** Images of our own: a machine without an emoji font would show empty boxes. */
const EMOJI = {
  '👍': { name: 'thumbs-up', shapes: THUMB },
  '👎': { name: 'thumbs-down', shapes: `<g transform="rotate(180 12 12)">${THUMB}</g>` },
  '😄': {
    name: 'laugh',
    shapes: `${FACE}<circle cx="8.5" cy="9.5" r="1.4" fill="#4a3511"/><circle cx="15.5" cy="9.5" r="1.4" fill="#4a3511"/><path d="M6.5 13.5h11a5.5 5.5 0 0 1-11 0z" fill="#7a2b16"/>`,
  },
  '😕': {
    name: 'confused',
    shapes: `${FACE}<circle cx="8.5" cy="9.5" r="1.4" fill="#4a3511"/><circle cx="15.5" cy="9.5" r="1.4" fill="#4a3511"/><path d="M8 17c2-2 5-2.5 8-1.5" fill="none" stroke="#4a3511" stroke-width="1.6" stroke-linecap="round"/>`,
  },
  '❤': {
    name: 'heart',
    shapes: '<path d="M12 21C5 15.5 2 12 2 8a5 5 0 0 1 10-1.5A5 5 0 0 1 22 8c0 4-3 7.5-10 13z" fill="#d93a4a"/>',
  },
  '🎉': {
    name: 'hooray',
    shapes:
      '<path d="M2 22 8 8l8 8z" fill="#e8a33d"/><path d="m5 15 4 4m-2-8 6 6" stroke="#b8621b" stroke-width="1.5"/><circle cx="12" cy="3.5" r="1.5" fill="#d93a4a"/><circle cx="20.5" cy="12" r="1.5" fill="#3b82c4"/><circle cx="19" cy="4.5" r="1.7" fill="#3fa564"/><path d="M13 10c0-3 3-2 3-5m0 8c3 0 2-3 5-3" fill="none" stroke="#8a5cc9" stroke-width="1.6" stroke-linecap="round"/>',
  },
  '🚀': {
    name: 'rocket',
    shapes:
      '<path d="M22 2c-7 0-11 4-14 9l5 5c5-3 9-7 9-14z" fill="#c9d2dc"/><path d="M22 2c-2.5 0-4.6.5-6.5 1.4l5.1 5.1C21.5 6.6 22 4.5 22 2zM8 11l-5 1 3 3zm5 5-1 5-3-3z" fill="#d93a4a"/><circle cx="14.5" cy="9.5" r="2" fill="#3b82c4"/><path d="M7 14c-3 1-4.5 4-5 8 4-.5 7-2 8-5z" fill="#e8a33d"/>',
  },
  '👀': {
    name: 'eyes',
    shapes:
      '<ellipse cx="6.5" cy="12" rx="5" ry="7.5" fill="#fff" stroke="#5b6570"/><ellipse cx="17.5" cy="12" rx="5" ry="7.5" fill="#fff" stroke="#5b6570"/><circle cx="5" cy="13" r="2.5" fill="#2b2f36"/><circle cx="16" cy="13" r="2.5" fill="#2b2f36"/>',
  },
  '✅': {
    name: 'check',
    shapes:
      '<rect x="2" y="2" width="20" height="20" rx="5" fill="#2c8a4f"/><path d="m6.5 12.5 4 4 7-9" fill="none" stroke="#fff" stroke-width="2.6"/>',
  },
  '❌': { name: 'cross', shapes: '<path d="m4.5 4.5 15 15m0-15-15 15" stroke="#d33a35" stroke-width="4.5" stroke-linecap="round"/>' },
  '⚠': {
    name: 'warning',
    shapes:
      '<path d="M12 2 23 21H1z" fill="#f0b429" stroke="#f0b429" stroke-linejoin="round"/><path d="M12 8.5v6" stroke="#3d2c00" stroke-width="2.4"/><circle cx="12" cy="18" r="1.4" fill="#3d2c00"/>',
  },
} as const

const BY_NAME = new Map<string, string>(Object.values(EMOJI).map(({ name, shapes }) => [name, shapes]))
const SIGNS = new Map<string, string>(Object.entries(EMOJI).map(([sign, { name }]) => [sign, name]))

const PATTERN = new RegExp(`(${[...SIGNS.keys()].join('|')})(\\uFE0F?)( ?)`, 'gu')

/** Replaces known emoji in the text parts of HTML with images. An image doesn't wrap away from the word after it. */
export function withEmoji(text: string): string {
  return text.replace(PATTERN, (_all, sign: string, variant: string, space: string) => {
    const address = `/_assets/emoji/${SIGNS.get(sign)}.svg`
    return `<img class="emoji" src="${address}" alt="${sign}${variant}" width="16" height="16">${space === '' ? '' : '&nbsp;'}`
  })
}

export function emojiImage(sign: string): Html {
  return raw(withEmoji(sign))
}

export function emojiSvg(name: string): string | null {
  const shapes = BY_NAME.get(name)
  return shapes === undefined ? null : `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">${shapes}</svg>`
}
