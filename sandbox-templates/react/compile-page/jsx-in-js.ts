import { transformWithOxc, type Plugin } from 'vite'

/** Older projects write JSX in files that end like any other; those of packages are left as they are. */
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
