import { useId, useRef, useState, type KeyboardEvent as KeyPress, type ReactNode } from 'react';

import type { Press } from '../../store/glass.ts';
import { createOnce } from '../../store/once.ts';
import { ActionButton } from '../action-button.tsx';
import { useActions, usePress, type Dialog } from '../station-context.tsx';
import { useTakenFocus } from '../use-taken-focus.ts';
import { useSay } from '../words-context.tsx';

interface DialogFrameProps {
  readonly dialog: Dialog;
  readonly cardId: string;
  readonly title: string;
  /** One sentence beside the title; null where the dialog says more. */
  readonly explain: string | null;
  readonly confirm: string;
  /** False when the card has changed under the dialog. */
  readonly allowed: boolean;
  /** Every point is met. */
  readonly ready: boolean;
  /** It lifts what is recorded, and looks like nothing that forbids. */
  readonly lifts?: boolean;
  /** Sends what is filled in, with the press that it was confirmed by. */
  readonly send: (press: Press) => Promise<void>;
  readonly children: ReactNode;
  /** Who acts; beside the pad where it is typed, else the last point. */
  readonly who: ReactNode;
  readonly pad: ReactNode;
  /** Whether `who` is typed on the pad. */
  readonly typed: boolean;
}

const FOCUSABLE = 'button:not([disabled], [tabindex="-1"]), input';

/**
 * The frame of every dialog. It is a plain element in the stage and not the browser's own dialog: that one lies above
 * everything, the veil included. What lies around it is inert, so that focus and touch stay in it; Escape closes it.
 */
export function DialogFrame(props: DialogFrameProps): ReactNode {
  const { dialog, cardId, title, explain, confirm, allowed, ready, send, children, who, pad, typed } = props;
  const { lifts = false } = props;
  const say = useSay();
  const { close } = useActions();
  const pressOn = usePress();
  const titleId = useId();
  const frame = useRef<HTMLElement>(null);
  const [once] = useState(createOnce);
  const [sent, setSent] = useState(false);

  useTakenFocus(frame, close);

  const onConfirm = (): void => {
    const press = pressOn(cardId);
    if (!ready || !allowed || press === null) return;
    once(async () => {
      setSent(true);
      try {
        await send(press);
      } catch (error) {
        setSent(false);
        throw error;
      }
    });
  };

  return (
    <section
      ref={frame}
      className="dialog"
      role="dialog"
      aria-modal="true"
      aria-labelledby={titleId}
      tabIndex={-1}
      data-testid="dialog"
      data-dialog={dialog}
      data-lifts={lifts}
      data-card-id={cardId}
      onKeyDown={(event) => keepFocus(event, frame.current)}
    >
      <header className="dialog-head">
        <h2 id={titleId} className="dialog-title">
          {title}
        </h2>
        {explain !== null && <p className="dialog-explain">{explain}</p>}
      </header>
      <div className="dialog-body">
        <div className="dialog-panes" data-pad={pad !== null}>
          <div className="dialog-points">
            {children}
            {!typed && who}
          </div>
          {pad !== null && (
            <div className="dialog-pad">
              {typed && who}
              {pad}
            </div>
          )}
        </div>
      </div>
      <footer className="dialog-foot">
        <ActionButton
          className="button button-quiet act"
          onAct={close}
          attributes={{ 'data-testid': 'act', 'data-act': 'cancel' }}
        >
          {say({ key: 'dialog.cancel' })}
        </ActionButton>
        <p className="dialog-hint" role="status">
          {hint(allowed, ready, sent) !== null && say({ key: `dialog.${hint(allowed, ready, sent) ?? ''}` })}
        </p>
        <ActionButton
          className="button act act-confirm"
          onAct={onConfirm}
          attributes={{
            'data-testid': 'act',
            'data-act': 'confirm',
            'data-dialog': dialog,
            disabled: !ready || !allowed || sent,
          }}
        >
          {confirm}
        </ActionButton>
      </footer>
    </section>
  );
}

/** Sends a request that is complete; one that is not was never pressed. */
export function sendIf<T>(request: T | null, send: (request: T) => Promise<void>): Promise<void> {
  return request === null ? Promise.reject(new Error('incomplete')) : send(request);
}

/** Why the dialog cannot be confirmed now; null when it can. */
function hint(allowed: boolean, ready: boolean, sent: boolean): 'gone' | 'todo' | 'sent' | null {
  if (!allowed) return 'gone';
  if (sent) return 'sent';
  return ready ? null : 'todo';
}

/** Tab goes round within the dialog. */
function keepFocus(event: KeyPress, frame: HTMLElement | null): void {
  if (event.key !== 'Tab' || frame === null) return;
  const stops = [...frame.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const [first, last] = [stops[0], stops.at(-1)];
  const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  const outside = event.shiftKey && document.activeElement === frame;
  if (!leaving && !outside) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
