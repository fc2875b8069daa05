import { useState, type ReactNode } from 'react';

import { ActionButton } from '../components/action-button.tsx';
import { DiagnosticsPart } from '../components/administrator/diagnostics-part.tsx';
import { PinDoor } from '../components/administrator/pin-door.tsx';
import { QuitPart } from '../components/administrator/quit-part.tsx';
import { SettingsPart } from '../components/administrator/settings-part.tsx';
import { SetupPart } from '../components/administrator/setup-part.tsx';
import { WipePart } from '../components/administrator/wipe-part.tsx';
import { PanelFrame } from '../components/panel-frame.tsx';
import { useStation } from '../components/station-context.tsx';
import { PARTS, type Part } from '../store/administrator.ts';
import { useSay } from '../components/words-context.tsx';

/** The administrator's area: the PIN first, then what lies behind it. */
export function Administrator(): ReactNode {
  const say = useSay();
  const open = useStation((state) => state.view?.administrator.kind === 'unlocked');
  return (
    <PanelFrame name="administrator" title={say({ key: 'administrator.title' })}>
      {open ? <Area /> : <PinDoor />}
    </PanelFrame>
  );
}

function Area(): ReactNode {
  const say = useSay();
  const [part, setPart] = useState<Part>('setup');
  return (
    <div className="area" data-testid="administrator" data-part={part}>
      <nav className="area-parts" aria-label={say({ key: 'administrator.title' })}>
        {PARTS.map((name) => (
          <ActionButton
            key={name}
            className="area-part"
            onAct={() => setPart(name)}
            attributes={{
              'aria-current': name === part ? 'page' : undefined,
              'data-testid': 'administrator-part',
              'data-part': name,
            }}
          >
            {say({ key: `administrator.part.${name}` })}
          </ActionButton>
        ))}
      </nav>
      <PartBody part={part} />
    </div>
  );
}

function PartBody({ part }: { readonly part: Part }): ReactNode {
  switch (part) {
    case 'setup':
      return <SetupPart />;
    case 'settings':
      return <SettingsPart />;
    case 'diagnostics':
      return <DiagnosticsPart />;
    case 'wipe':
      return <WipePart />;
    case 'quit':
      return <QuitPart />;
  }
}
