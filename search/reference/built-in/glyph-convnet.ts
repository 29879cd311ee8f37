// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `glyph-convnet`. */
export const glyphConvnet: readonly Reference[] = [
  {
    task: "glyph-convnet",
    size: 1,
    horizon: 250,
    batch: 64,
    fingerprint: "84c641326fa47b05",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 63,
        setting: {
          scale: 43.553993456878125,
          decay: 0.000808277054457606,
          hyperparameters: {
            beta1: 0.8345003792537888,
            beta2: 0.9992337426427713,
          },
        },
        loss: 0.46118619618937373,
        deviation: 0.04766040098637324,
        edges: [],
      },
      {
        horizon: 125,
        setting: {
          scale: 45.99332561740077,
          decay: 0.0013435003292602082,
          hyperparameters: {
            beta1: 0.8730091055072631,
            beta2: 0.9991052572078334,
          },
        },
        loss: 0.3491427053231746,
        deviation: 0.034288510690206726,
        edges: [],
      },
      {
        horizon: 250,
        setting: {
          scale: 30.631601591861518,
          decay: 0.003909816215598076,
          hyperparameters: {
            beta1: 0.9005553693207062,
            beta2: 0.9989494619147299,
          },
        },
        loss: 0.2739443398313597,
        deviation: 0.02991889198709319,
        edges: [],
      },
      {
        horizon: 500,
        setting: {
          scale: 45.16540086932108,
          decay: 0.0007020131836822681,
          hyperparameters: {
            beta1: 0.8514297118230344,
            beta2: 0.9992954294285397,
          },
        },
        loss: 0.2268739152350463,
        deviation: 0.01937303659107229,
        edges: [],
      },
      {
        horizon: 1000,
        setting: {
          scale: 24.77209168322371,
          decay: 0.000518873966225323,
          hyperparameters: {
            beta1: 0.8920569865803767,
            beta2: 0.9987172103343345,
          },
        },
        loss: 0.19366990675916895,
        deviation: 0.022051853779791054,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 250,
        setting: {
          scale: 30.631601591861518,
          decay: 0.003909816215598076,
          hyperparameters: {
            beta1: 0.9005553693207062,
            beta2: 0.9989494619147299,
          },
        },
        loss: 0.2739443398313597,
        deviation: 0.02991889198709319,
        edges: [],
      },
      nadamw: {
        horizon: 250,
        setting: {
          scale: 55.84867773207486,
          decay: 0.000569288275439087,
          hyperparameters: {
            beta1: 0.880308958189772,
            beta2: 0.9990497435942498,
          },
        },
        loss: 0.26422726863529533,
        deviation: 0.026874238623690507,
        edges: [],
      },
      lion: {
        horizon: 250,
        setting: {
          scale: 98.63940276619756,
          decay: 0.0001499128131460661,
          hyperparameters: {
            beta1: 0.8404163729871381,
            beta2: 0.9843289435985014,
          },
        },
        loss: 0.33612350351177156,
        deviation: 0.029467811141545015,
        edges: [],
      },
      nesterov: {
        horizon: 250,
        setting: {
          scale: 10.326673914990097,
          decay: 0.000315604100279074,
          hyperparameters: {
            beta: 0.9418218155812131,
          },
        },
        loss: 0.29100956697948277,
        deviation: 0.022949363813066778,
        edges: [],
      },
      muon: {
        horizon: 250,
        setting: {
          scale: 1.4309188892806692,
          decay: 0.005107624947246374,
          hyperparameters: {
            learning_rate: 0.05377757466629672,
            momentum: 0.9869113992574776,
            adam_learning_rate: 0.02356090083319259,
            beta1: 0.7550033118156575,
            beta2: 0.9993866926239201,
          },
        },
        loss: 0.2736610424472019,
        deviation: 0.014340338412562997,
        edges: [],
      },
    },
  },
  {
    task: "glyph-convnet",
    size: 1,
    horizon: 1000,
    batch: 8,
    fingerprint: "40435c3312c31d82",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 250,
        setting: {
          scale: 30.771023414898508,
          decay: 0.00018045938406926836,
          hyperparameters: {
            beta1: 0.9103975404062198,
            beta2: 0.9995076613434906,
          },
        },
        loss: 0.5155043566192035,
        deviation: 0.0728695529140125,
        edges: [],
      },
      {
        horizon: 500,
        setting: {
          scale: 21.5432602526227,
          decay: 0.00025220427093213926,
          hyperparameters: {
            beta1: 0.9182129690819879,
            beta2: 0.999468957803869,
          },
        },
        loss: 0.37478452944924356,
        deviation: 0.055174515966102004,
        edges: [],
      },
      {
        horizon: 1000,
        setting: {
          scale: 13.525310757080494,
          decay: 0.011699467898114876,
          hyperparameters: {
            beta1: 0.9122299169278233,
            beta2: 0.9986357449803032,
          },
        },
        loss: 0.3265421964933921,
        deviation: 0.03802368282823073,
        edges: [],
      },
      {
        horizon: 2000,
        setting: {
          scale: 9.909211524166091,
          decay: 0.000011227087216741634,
          hyperparameters: {
            beta1: 0.9840033111330124,
            beta2: 0.9985007386547189,
          },
        },
        loss: 0.25029531187101384,
        deviation: 0.05421782610972526,
        edges: [],
      },
      {
        horizon: 4000,
        setting: {
          scale: 9.999621714729074,
          decay: 0.00029636085696427007,
          hyperparameters: {
            beta1: 0.915859446045689,
            beta2: 0.9992089243937604,
          },
        },
        loss: 0.198785048625723,
        deviation: 0.044233417384435765,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 1000,
        setting: {
          scale: 13.525310757080494,
          decay: 0.011699467898114876,
          hyperparameters: {
            beta1: 0.9122299169278233,
            beta2: 0.9986357449803032,
          },
        },
        loss: 0.3265421964933921,
        deviation: 0.03802368282823073,
        edges: [],
      },
      nadamw: {
        horizon: 1000,
        setting: {
          scale: 10.464197564200562,
          decay: 0.0007312268240135918,
          hyperparameters: {
            beta1: 0.9160663169040049,
            beta2: 0.999145169974264,
          },
        },
        loss: 0.286283784205807,
        deviation: 0.05297583342955347,
        edges: [],
      },
      lion: {
        horizon: 1000,
        setting: {
          scale: 17.741622969351575,
          decay: 0.00027011610799182885,
          hyperparameters: {
            beta1: 0.968281730795464,
            beta2: 0.9861509849334774,
          },
        },
        loss: 0.3471377582918649,
        deviation: 0.08479975801794516,
        edges: [],
      },
      nesterov: {
        horizon: 1000,
        setting: {
          scale: 14.927374800083792,
          decay: 0.00003639147131035669,
          hyperparameters: {
            beta: 0.7023458502667441,
          },
        },
        loss: 0.32193531546545273,
        deviation: 0.05554628421584146,
        edges: [],
      },
      muon: {
        horizon: 1000,
        setting: {
          scale: 1.74356085944341,
          decay: 0.0008775182050800873,
          hyperparameters: {
            learning_rate: 0.01991383080941061,
            momentum: 0.8880621538891882,
            adam_learning_rate: 0.013111110817287646,
            beta1: 0.9488929775676264,
            beta2: 0.9976180398918729,
          },
        },
        loss: 0.30160211924703617,
        deviation: 0.0551105311719425,
        edges: [],
      },
    },
  },
];
