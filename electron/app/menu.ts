import { Menu, type MenuItemConstructorOptions } from 'electron';
import { MENUS, type MenuRow, type ShellAction } from './menu_table.ts';
import { recentLabel, type RecentEntry } from './recent_paths.ts';

export interface MenuActions {
  runCommand(commandId: string): void;
  runShell(action: ShellAction): void;
  openRecent(entry: RecentEntry): void;
  clearRecent(): void;
}

/** Sets the application's menu; called again when the recent list changes. */
export function setMenu(recent: readonly RecentEntry[], actions: MenuActions): void {
  const template: MenuItemConstructorOptions[] = MENUS.map(({ label, rows }) => ({
    label,
    submenu: rows.flatMap((row) => toItem(row, recent, actions)),
  }));
  if (process.platform === 'darwin') template.unshift({ role: 'appMenu' });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function toItem(row: MenuRow, recent: readonly RecentEntry[], actions: MenuActions): MenuItemConstructorOptions[] {
  switch (row.kind) {
    case 'line':
      return [{ type: 'separator' }];
    case 'role':
      return row.not === process.platform ? [] : [{ role: row.role }];
    case 'command':
      // The page hears its keys itself; the menu only shows them, else a command would run twice.
      return [{ label: row.label, ...(row.keys === undefined ? {} : { accelerator: row.keys, registerAccelerator: false }), click: () => actions.runCommand(row.command) }];
    case 'shell':
      return [
        {
          label: row.label,
          ...(row.keys === undefined ? {} : { accelerator: row.keys, registerAccelerator: row.action === 'new-window' }),
          click: () => actions.runShell(row.action),
        },
      ];
    case 'recent':
      return [
        {
          label: 'Open recent',
          enabled: recent.length > 0,
          submenu: [
            ...recent.map((entry) => ({ label: recentLabel(entry).replace(/&/g, '&&'), click: () => actions.openRecent(entry) })),
            { type: 'separator' as const },
            { label: 'Clear list', click: () => actions.clearRecent() },
          ],
        },
      ];
  }
}
