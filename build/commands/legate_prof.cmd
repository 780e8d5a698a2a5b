@echo off
"%~dp0..\node\node.exe" "%~dp0..\app\bin\legion_prof.mjs" %*
