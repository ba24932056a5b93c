import type { RepositoryFacts } from '#src/domain/agent/repository-prompt.ts'

/** What is known of a small shop. */
export const facts: RepositoryFacts = {
  repository: 'acme/shop',
  packageFolder: '',
  framework: 'React with Vite',
  react: 19,
  language: 'TypeScript',
  tailwind: 4,
  componentFolder: 'src/components',
  stylesheet: 'src/index.css',
  aliases: [{ name: '@/*', target: 'src/*' }],
  baseUrl: null,
  componentAliases: {},
  packages: ['react', 'lucide-react'],
  unavailable: [],
  uninstallable: null,
  components: [
    {
      path: 'src/components/ui/button.tsx',
      components: [
        { name: 'Button', isDefault: false, props: [{ name: 'tone', optional: true, type: "'brand' | 'quiet'" }], inherits: [] },
      ],
    },
  ],
  hasComponents: true,
  otherComponents: [],
  tokens: [{ name: '--color-brand', value: '#123', context: '' }],
  utilities: [],
  habits: { quotes: 'single', semicolons: false, indentation: 2, exports: 'named', fileNames: 'kebab-case', configs: [] },
  storybook: false,
  testsBeside: false,
  exampleStory: null,
  exampleTest: null,
  instructions: [{ path: 'AGENTS.md', text: 'Write British English.' }],
  teamInstructions: null,
  paths: null,
}
