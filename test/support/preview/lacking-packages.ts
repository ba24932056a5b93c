import type { Workspace } from './compile-page.ts'

/** Packages that no registry has. */
export const TOKENS = '@ollio-test-nowhere/design-tokens'
export const WIDGETS = '@ollio-test-nowhere/widgets'
export const NOTE = `Not installed here, replaced by stubs: ${TOKENS}, ${WIDGETS}`

/**
 * A component that uses such packages in every way: values, a hook, a function, a list, components with and without children, a provider, a
 * default export, a type, a path below the package, styles and a namespace that another file passes on.
 */
export const LACKING: Workspace = {
  'src/lacking/everything.ts': `export * from '${TOKENS}'\nexport * as widgets from '${WIDGETS}'\n`,
  'src/lacking/chip.tsx': `import { space, widgets } from './everything'
import { tones, type Tone } from '${TOKENS}'
import * as scale from '${TOKENS}/scale/deep'
import type { Size } from '${WIDGETS}/types'
import DatePicker, { Card, ThemeProvider, Menu, useTheme, format } from '${WIDGETS}'
import '${WIDGETS}/styles.css'
import classes from '${WIDGETS}/card.module.css'

type ChipProps = { label: string; tone?: Tone; size?: Size<'large'> }

export function Chip({ label, tone = 'quiet', size }: ChipProps) {
  const { theme, ...rest } = useTheme<unknown>()
  const [first] = scale.steps
  return (
    <ThemeProvider theme={theme} {...rest}>
      <Card title="Chips">
        <p className={tones[tone]} style={{ color: tones.color, padding: space(2) }} title={\`\${first ?? 'none'}\${size ?? ''}\`}>
          {label}
          {tones.list.map((one: string) => <i key={one}>{one}</i>)}
          {format(2 + Number(scale.base))}
          <b className={classes['bold']}>bold</b>
        </p>
        <Menu.Item />
        <DatePicker value={1} />
        <widgets.Badge />
      </Card>
    </ThemeProvider>
  )
}
`,
}
