import { transformWithOxc, type Plugin } from 'vite'

/** Supports JSX in `.js` files, as in older projects; packages are not transformed. */
export function jsxInJs(): Plugin {
  return {
    name: 'jsx-in-js',
    enforce: 'pre',
    transform: {
      filter: { id: { include: /\.js(?:$|\?)/, exclude: /\/node_modules\// } },
      handler: (code, id) => transformWithOxc(code, id, { lang: 'jsx', jsx: { runtime: 'automatic' } }),
    },
  }
}
