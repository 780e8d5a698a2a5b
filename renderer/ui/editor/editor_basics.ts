/** What all our editors share: the page's policy for styles, its name for those who do not see it, colours by our tokens. */
import { HighlightStyle } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export function editorBasics(label: string): Extension {
  // The server puts the nonce of this page there (transport/page_files.ts).
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
  return [EditorView.cspNonce.of(nonce), EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }), EditorState.tabSize.of(4)];
}

/** Classes, not colours: styles/editor.css gives them by theme. */
export const codeColors = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], class: 'code-keyword' },
  { tag: [tags.string, tags.special(tags.string)], class: 'code-string' },
  { tag: [tags.number, tags.bool, tags.null], class: 'code-number' },
  { tag: [tags.comment, tags.docString], class: 'code-comment' },
  { tag: [tags.function(tags.variableName), tags.definition(tags.variableName), tags.typeName], class: 'code-name' },
]);
