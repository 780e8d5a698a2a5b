/** Icons by name, inlined at build. They are the only markup that this page makes from a string, and the string is ours. */
import badgeHelp from 'lucide-static/icons/circle-question-mark.svg?raw';
import bookmark from 'lucide-static/icons/bookmark.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw';
import chevronLeft from 'lucide-static/icons/chevron-left.svg?raw';
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw';
import chevronUp from 'lucide-static/icons/chevron-up.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import closeAll from 'lucide-static/icons/chevrons-down-up.svg?raw';
import copy from 'lucide-static/icons/copy.svg?raw';
import crosshair from 'lucide-static/icons/crosshair.svg?raw';
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw';
import filePlus from 'lucide-static/icons/file-plus.svg?raw';
import filter from 'lucide-static/icons/funnel.svg?raw';
import folderOpen from 'lucide-static/icons/folder-open.svg?raw';
import gitCompare from 'lucide-static/icons/git-compare.svg?raw';
import history from 'lucide-static/icons/history.svg?raw';
import house from 'lucide-static/icons/house.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import link from 'lucide-static/icons/link-2.svg?raw';
import layers from 'lucide-static/icons/layers.svg?raw';
import maximize from 'lucide-static/icons/maximize-2.svg?raw';
import minimize from 'lucide-static/icons/minimize-2.svg?raw';
import openAll from 'lucide-static/icons/chevrons-up-down.svg?raw';
import palette from 'lucide-static/icons/palette.svg?raw';
import panels from 'lucide-static/icons/panels-top-left.svg?raw';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import pin from 'lucide-static/icons/pin.svg?raw';
import play from 'lucide-static/icons/play.svg?raw';
import search from 'lucide-static/icons/search.svg?raw';
import settings from 'lucide-static/icons/settings.svg?raw';
import shieldAlert from 'lucide-static/icons/shield-alert.svg?raw';
import swap from 'lucide-static/icons/arrow-left-right.svg?raw';
import sunMoon from 'lucide-static/icons/sun-moon.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?raw';
import unlink from 'lucide-static/icons/link-2-off.svg?raw';
import close from 'lucide-static/icons/x.svg?raw';

const ICONS = {
  help: badgeHelp, bookmark, check, chevronDown, chevronLeft, chevronRight, chevronUp, circleAlert, closeAll, copy, crosshair, ellipsis, filePlus, filter,
  folderOpen, history, house, info, layers, maximize, minimize, openAll, palette, panels, pencil, pin, play, search, settings, shieldAlert, sunMoon, trash,
  triangleAlert, close, compare: gitCompare, link, swap, unlink,
} as const;
export type IconName = keyof typeof ICONS;

export function Icon({ name, class: extra = '' }: { name: IconName; class?: string }) {
  return <span class={`icon ${extra}`} aria-hidden="true" dangerouslySetInnerHTML={{ __html: ICONS[name] }} />;
}
