import { describe, expect, test } from 'vitest';
import { cropText } from '../../../../renderer/gl/text_layer.ts';

/** Every character is 10 px wide. */
const widthOf = (text: string): number => [...text].length * 10;

describe('cropped labels', () => {
  test.each([
    ['legate::core::DotTask', 1000, 'legate::core::DotTask'],
    ['legate::core::DotTask', 100, '…::DotTask'],
    ['legate::core::DotTask', 70, 'DotTask'],
    ['legate::core::DotTask', 50, 'DotT…'],
    ['legate::core::DotTask', 20, ''],
    ['ns::Foo<int, std::vector<double>>::operator()', 140, '…::operator()'],
    ['std::vector<a::b>', 120, 'vector<a::b>'],
    ['daxpy <31>', 60, 'daxpy…'],
    ['🔥🔥🔥🔥🔥', 40, '🔥🔥🔥…'],
  ])('%s in %d px is %j', (text, widthPx, expected) => {
    expect(cropText(text, widthPx, widthOf)).toBe(expected);
  });
});
