/** A panel that throws shows its own error and a way to load it again; the others go on. */
import { Component } from 'preact';
import type { ComponentChildren } from 'preact';
import { Button } from '../base/button.tsx';
import { AppContext } from '../base/context.ts';
import { copyText } from '../base/copy.ts';
import type { App } from '../../state/app.ts';

export class PanelGuard extends Component<{ name: string; children: ComponentChildren }, { error: Error | undefined }> {
  static override contextType = AppContext;
  override state: { error: Error | undefined } = { error: undefined };

  override componentDidCatch(error: unknown): void {
    this.setState({ error: error instanceof Error ? error : new Error(String(error)) });
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const app = this.context as App;
    return (
      <div class="panel-state" role="alert">
        <p>Something in {this.props.name} failed. The rest works.</p>
        <div class="button-row">
          <Button onClick={() => this.setState({ error: undefined })}>Reload panel</Button>
          <Button tone="quiet" onClick={() => void copyText(app, `${error.message}\n${error.stack ?? ''}`, 'the report')}>Copy report</Button>
        </div>
      </div>
    );
  }
}
