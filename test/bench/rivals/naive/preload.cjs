const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('d1', {
  cards: () => ipcRenderer.invoke('cards'),
  read: (cardId) => ipcRenderer.invoke('read', cardId),
});
