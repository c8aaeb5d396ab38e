# The Debian package of this build: `signalbox` with the window, `signalbox-headless` without. Both hold
# /usr/bin/signalbox, so one replaces the other.
set(package signalbox)
set(other signalbox-headless)
set(section devel)
set(summary "AI gateway for coding agents")
# Loaded when the program runs, so that no link tells of it.
set(CPACK_DEBIAN_PACKAGE_DEPENDS libsecret-1-0)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "gnome-keyring | kwalletmanager")
if(SIGNALBOX_GUI)
  set(what "This package has the window, the tray icon and the gateway.")
  string(APPEND CPACK_DEBIAN_PACKAGE_RECOMMENDS ", qt6-wayland")
else()
  set(package signalbox-headless)
  set(other signalbox)
  string(APPEND summary " (without a window)")
  set(what "This package has the gateway alone, for servers and containers.")
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ${package})
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "The Signalbox developers <developers@signalbox.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${summary}")
set(CPACK_PACKAGE_DESCRIPTION
"Signalbox sends the requests of Codex CLI and other coding agents to the
models of your providers, by weights that you set, round what is broken, and
keeps a ledger of where each went, what it cost and how long it took. Keys
stay in the keychain of the desktop.
.
${what}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1~deb12) # built for Debian 12, and before any of Debian's own
set(CPACK_DEBIAN_PACKAGE_SECTION ${section})
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONFLICTS ${other})
set(CPACK_DEBIAN_PACKAGE_REPLACES ${other})

set(documentation ${CMAKE_INSTALL_DATADIR}/doc/${package})
install(FILES ${PROJECT_SOURCE_DIR}/packaging/linux/copyright DESTINATION ${documentation})
configure_file(${PROJECT_SOURCE_DIR}/packaging/linux/debian_changelog.in debian_changelog @ONLY)
compressed(${CMAKE_CURRENT_BINARY_DIR}/debian_changelog changelog.Debian)
compressed(${PROJECT_SOURCE_DIR}/CHANGELOG.md changelog)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/changelog.gz ${CMAKE_CURRENT_BINARY_DIR}/changelog.Debian.gz
  DESTINATION ${documentation})
include(CPack)
