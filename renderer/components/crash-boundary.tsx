import { Component, type ReactNode } from 'react';

import { NO_CARD } from './verdict-look.ts';
import { useSay } from './words-context.tsx';

/** What is left when a screen fails to draw. Its words are at hand before that: they need nothing that may have failed. */
export function CrashGuard({ children }: { readonly children: ReactNode }): ReactNode {
  const say = useSay();
  return (
    <CrashBoundary title={say({ key: 'crash.title' })} action={say({ key: 'crash.action' })}>
      {children}
    </CrashBoundary>
  );
}

interface CrashBoundaryProps {
  readonly title: string;
  readonly action: string;
  readonly children: ReactNode;
}

/** A screen that fails to draw must not stay black: it says so, and no snapshot is reported as painted any more. */
class CrashBoundary extends Component<CrashBoundaryProps, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children;
    return (
      <main className="plain" data-testid="screen" data-screen="crashed">
        <section className="stage" data-testid="stage" data-look="message" {...NO_CARD}>
          <h1 className="message-title">{this.props.title}</h1>
          <p className="message-action">{this.props.action}</p>
        </section>
      </main>
    );
  }
}
