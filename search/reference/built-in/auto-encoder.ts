// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `auto-encoder`. */
export const autoEncoder: readonly Reference[] = [
  {
    task: "auto-encoder",
    size: 1,
    horizon: 300,
    batch: 64,
    fingerprint: "866caffc119df062",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 75,
        setting: {
          scale: 11.088094893679116,
          decay: 0.005439148685074818,
          hyperparameters: {
            beta1: 0.8596248876796365,
            beta2: 0.9991019685015319,
          },
        },
        loss: 0.1511208307929337,
        deviation: 0.006517272327997529,
        edges: [],
      },
      {
        horizon: 150,
        setting: {
          scale: 20.774641606688252,
          decay: 0.060612228267405276,
          hyperparameters: {
            beta1: 0.8880553843928426,
            beta2: 0.9990686206457398,
          },
        },
        loss: 0.11922145722201094,
        deviation: 0.009992372252942095,
        edges: [],
      },
      {
        horizon: 300,
        setting: {
          scale: 11.18926104296084,
          decay: 0.0024684449140076094,
          hyperparameters: {
            beta1: 0.8419800256467076,
            beta2: 0.9986363704927412,
          },
        },
        loss: 0.09031024674186483,
        deviation: 0.008598260516010911,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 32.34718826855338,
          decay: 0.00009326665037557331,
          hyperparameters: {
            beta1: 0.7976456427277367,
            beta2: 0.9996966610800658,
          },
        },
        loss: 0.05634954766719602,
        deviation: 0.0035488595016398413,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 29.271659537738767,
          decay: 0.0003757725664290739,
          hyperparameters: {
            beta1: 0.8108031600217632,
            beta2: 0.9992023671061439,
          },
        },
        loss: 0.04476445200270973,
        deviation: 0.00271654324189776,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 300,
        setting: {
          scale: 11.18926104296084,
          decay: 0.0024684449140076094,
          hyperparameters: {
            beta1: 0.8419800256467076,
            beta2: 0.9986363704927412,
          },
        },
        loss: 0.09031024674186483,
        deviation: 0.008598260516010911,
        edges: [],
      },
      nadamw: {
        horizon: 300,
        setting: {
          scale: 20.12462926663391,
          decay: 0.003043942669450251,
          hyperparameters: {
            beta1: 0.8487497653193057,
            beta2: 0.998662846204874,
          },
        },
        loss: 0.07655665164929815,
        deviation: 0.008242043912620732,
        edges: [],
      },
      lion: {
        horizon: 300,
        setting: {
          scale: 45.57748335333007,
          decay: 0.0004729241834793454,
          hyperparameters: {
            beta1: 0.8793828257591605,
            beta2: 0.9920601672537339,
          },
        },
        loss: 0.1324924012296833,
        deviation: 0.010037601049497791,
        edges: [],
      },
      nesterov: {
        horizon: 300,
        setting: {
          scale: 32.73759851591485,
          decay: 0.00010505958514419723,
          hyperparameters: {
            beta: 0.8697913278370737,
          },
        },
        loss: 0.13287986465729773,
        deviation: 0.01159440817177628,
        edges: [],
      },
      muon: {
        horizon: 300,
        setting: {
          scale: 5.098463543185251,
          decay: 0.028070086865990603,
          hyperparameters: {
            learning_rate: 0.030023244057725447,
            momentum: 0.9726927157398929,
            adam_learning_rate: 0.016499946537614777,
            beta1: 0.8579804070806636,
            beta2: 0.9997181243243101,
          },
        },
        loss: 0.04622765592648648,
        deviation: 0.0025534837938365976,
        edges: [],
      },
    },
  },
  {
    task: "auto-encoder",
    size: 1,
    horizon: 1200,
    batch: 8,
    fingerprint: "8084f3944a31ba4b",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 300,
        setting: {
          scale: 12.253104153627051,
          decay: 0.000021590070864940843,
          hyperparameters: {
            beta1: 0.7902118333850283,
            beta2: 0.9996224385495039,
          },
        },
        loss: 0.11124581552576274,
        deviation: 0.01024627128107012,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 16.17359413427677,
          decay: 0.00008532472745921129,
          hyperparameters: {
            beta1: 0.7814314923543998,
            beta2: 0.9996126604113742,
          },
        },
        loss: 0.08286272455006838,
        deviation: 0.00846887460925137,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 20.12462926663391,
          decay: 0.003043942669450251,
          hyperparameters: {
            beta1: 0.8487497653193057,
            beta2: 0.998662846204874,
          },
        },
        loss: 0.06465492176357657,
        deviation: 0.007108253535920904,
        edges: [],
      },
      {
        horizon: 2400,
        setting: {
          scale: 13.281841963490477,
          decay: 0.00028111099977870687,
          hyperparameters: {
            beta1: 0.8973152635278485,
            beta2: 0.9995431252236886,
          },
        },
        loss: 0.05359847386716865,
        deviation: 0.006169590278746297,
        edges: [],
      },
      {
        horizon: 4800,
        setting: {
          scale: 11.762401551045002,
          decay: 0.0005004416110023168,
          hyperparameters: {
            beta1: 0.9245836442938045,
            beta2: 0.999282795760794,
          },
        },
        loss: 0.044728008622769266,
        deviation: 0.004332992823047648,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 1200,
        setting: {
          scale: 20.12462926663391,
          decay: 0.003043942669450251,
          hyperparameters: {
            beta1: 0.8487497653193057,
            beta2: 0.998662846204874,
          },
        },
        loss: 0.06465492176357657,
        deviation: 0.007108253535920904,
        edges: [],
      },
      nadamw: {
        horizon: 1200,
        setting: {
          scale: 20.12462926663391,
          decay: 0.003043942669450251,
          hyperparameters: {
            beta1: 0.8487497653193057,
            beta2: 0.998662846204874,
          },
        },
        loss: 0.06065868734731339,
        deviation: 0.007123867270513621,
        edges: [],
      },
      lion: {
        horizon: 1200,
        setting: {
          scale: 24.99810860942031,
          decay: 0.00010726691433274585,
          hyperparameters: {
            beta1: 0.9687871096317309,
            beta2: 0.8015421518886479,
          },
        },
        loss: 0.07933073278400116,
        deviation: 0.006474458295871642,
        edges: [],
      },
      nesterov: {
        horizon: 1200,
        setting: {
          scale: 36.82992183234195,
          decay: 0.00008301515971601383,
          hyperparameters: {
            beta: 0.8727167118225904,
          },
        },
        loss: 0.08762126954388805,
        deviation: 0.011258149354914345,
        edges: [],
      },
      muon: {
        horizon: 1200,
        setting: {
          scale: 0.559927254464461,
          decay: 0.00045784718342619014,
          hyperparameters: {
            learning_rate: 0.031976337210374954,
            momentum: 0.9248258839207495,
            adam_learning_rate: 0.024800875729938048,
            beta1: 0.9064669293089913,
            beta2: 0.9982230928046761,
          },
        },
        loss: 0.04984396632062271,
        deviation: 0.003630187901837633,
        edges: [],
      },
    },
  },
];
