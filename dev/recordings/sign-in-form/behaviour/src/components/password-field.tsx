import { Eye, EyeOff } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { TextField, type TextFieldProps } from '@/components/text-field'
import { Button } from '@/components/ui/button'

export type PasswordFieldProps = Omit<TextFieldProps, 'type' | 'end' | 'onKeyDown' | 'onKeyUp' | 'onBlur'>

/** A password that can be shown, with a word about caps lock while it is typed. */
export function PasswordField(props: PasswordFieldProps) {
  const [shown, setShown] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  const Icon = shown ? EyeOff : Eye

  function watchCapsLock(event: KeyboardEvent) {
    setCapsLock(event.getModifierState('CapsLock'))
  }

  return (
    <div>
      <TextField
        {...props}
        type={shown ? 'text' : 'password'}
        autoCapitalize="none"
        spellCheck={false}
        onKeyDown={watchCapsLock}
        onKeyUp={watchCapsLock}
        onBlur={() => setCapsLock(false)}
        end={
          <Button variant="quiet" size="icon" aria-label="Show password" aria-pressed={shown} onClick={() => setShown(!shown)}>
            <Icon aria-hidden="true" />
          </Button>
        }
      />
      <p role="status" className="text-sm text-muted">
        {capsLock && <span className="mt-2 block">Caps lock is on.</span>}
      </p>
    </div>
  )
}
