// The part of the probe that examines the keyboard focus.
Object.assign(
  globalThis.probe,
  (() => {
    const { parentOf, isConnected, shadowOf, boxOf, matches, closest, findAll, rootOf, blur, pathOf, named, isSeen } = globalThis.ask
    const NATIVE =
      'a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, [contenteditable=""], [contenteditable=true], audio[controls], video[controls]'
    const ROLES = [
      'button',
      'link',
      'checkbox',
      'switch',
      'radio',
      'tab',
      'menuitem',
      'menuitemcheckbox',
      'menuitemradio',
      'slider',
      'spinbutton',
      'textbox',
      'combobox',
      'searchbox',
    ]
    const CONTROLS = [NATIVE, ...ROLES.map((role) => `[role=${role}]`), '[tabindex]:not([tabindex^="-"])'].join(', ')
    /** Inside these, arrow keys move from one control to the next. */
    const COMPOSITES =
      '[role=tablist], [role=radiogroup], [role=menu], [role=menubar], [role=listbox], [role=grid], [role=treegrid], [role=tree], [role=toolbar], [role=group]'
    let controls = []

    const isControl = (element) =>
      isSeen(element) && !matches(element, ':disabled, [aria-disabled=true]') && closest(element, '[inert], [aria-hidden=true]') === null

    const rgbOf = (() => {
      const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
      return (color) => {
        canvas.clearRect(0, 0, 1, 1)
        canvas.fillStyle = color
        canvas.fillRect(0, 0, 1, 1)
        const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data
        return { red, green, blue, alpha: alpha / 255 }
      }
    })()
    const luminance = ({ red, green, blue }) => {
      const [r, g, b] = [red, green, blue].map((value) =>
        value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
      )
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const backgroundOf = (element) => {
      for (let node = element; node instanceof Element; node = parentOf(node)) {
        const style = getComputedStyle(node)
        if (style.backgroundImage !== 'none') return null
        const color = rgbOf(style.backgroundColor)
        if (color.alpha > 0.99) return color
        if (color.alpha > 0.01) return null
      }
      return { red: 255, green: 255, blue: 255 }
    }
    /** True for an outline that nobody can overlook. Other focus marks are detected by comparing pictures. */
    const hasPlainOutline = (element) => {
      const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(element)
      if (outlineStyle === 'none' || outlineStyle === 'hidden' || Number.parseFloat(outlineWidth) < 1) return false
      const background = backgroundOf(Number.parseFloat(outlineOffset) < 0 ? element : parentOf(element))
      const color = rgbOf(outlineColor)
      if (background === null || color.alpha < 0.9) return false
      const [low, high] = [luminance(background), luminance(color)].toSorted((a, b) => a - b)
      return (high + 0.05) / (low + 0.05) >= 1.5
    }

    const activeElement = () => {
      let active = document.activeElement
      while (active !== null && shadowOf(active)?.activeElement) active = shadowOf(active).activeElement
      return active
    }
    /** The area where a focus mark may appear: the control, its labels, and a small parent. */
    const surroundings = (element) => {
      const parent = parentOf(element)
      const labels = element instanceof HTMLFormElement ? [] : (element.labels ?? [])
      const around = [element, ...labels, ...(parent !== null && boxOf(parent).height < 160 ? [parent] : [])]
      const boxes = around.map((one) => boxOf(one))
      const left = Math.max(0, Math.min(...boxes.map((box) => box.left)) - 8)
      const top = Math.max(0, Math.min(...boxes.map((box) => box.top)) - 8)
      const right = Math.min(innerWidth, Math.max(...boxes.map((box) => box.right)) + 8)
      const bottom = Math.min(innerHeight, Math.max(...boxes.map((box) => box.bottom)) + 8)
      return { x: left, y: top, width: right - left, height: bottom - top }
    }
    const groupOf = (element) => {
      const root = rootOf(element)
      if (matches(element, 'input[type=radio]') && element.name !== '')
        return [...root.querySelectorAll('input[type=radio]')].filter(({ name, form }) => name === element.name && form === element.form)
      const composite = matches(element, '[tabindex^="-"]') ? closest(element, COMPOSITES) : null
      return composite === null ? [] : [...findAll(composite, CONTROLS)]
    }

    return {
      beginWalk: () => {
        // Controls behind an open modal dialog are not usable.
        const dialog = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document
        const all = [...dialog.querySelectorAll(CONTROLS)].filter(isControl)
        controls = all.slice(0, 300)
        blur(activeElement())
        getSelection()?.setBaseAndExtent(document.body, 0, document.body, 0)
        scrollTo(0, 0)
        return { walked: controls.length, left: all.length - controls.length }
      },
      /** Index `-1`: nothing has the focus. `-2`: something that is not a control. */
      focused: () => {
        const active = activeElement()
        if (active === null || active === document.body || active === document.documentElement) return { index: -1 }
        const index = controls.indexOf(active)
        return { index: index === -1 ? -2 : index, path: pathOf(active), isPlain: hasPlainOutline(active), around: surroundings(active) }
      },
      blur: () => blur(activeElement()),
      control: (index) => named(controls[index]),
      /** Controls that never had the focus and can't be reached by arrow keys either. */
      unreached: (reached) => {
        const known = new Set(reached.map((index) => controls[index]))
        return controls.flatMap((control, index) => {
          if (known.has(control) || !isConnected(control) || !isControl(control)) return []
          return groupOf(control).some((other) => known.has(other)) ? [] : [index]
        })
      },
    }
  })(),
)
